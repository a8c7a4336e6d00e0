"""The tables of rights."""

from ecotone.rights.models.correcting import Correction, CorrectionStep
from ecotone.rights.models.erasing import Erasure, Hold
from ecotone.rights.models.keeping import RetentionPeriod

__all__ = ["Correction", "CorrectionStep", "Erasure", "Hold", "RetentionPeriod"]
