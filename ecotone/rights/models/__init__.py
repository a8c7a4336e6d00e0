"""The tables of rights."""

from ecotone.rights.models.correcting import Correction, CorrectionStep
from ecotone.rights.models.erasing import Erasure, Hold

__all__ = ["Correction", "CorrectionStep", "Erasure", "Hold"]
