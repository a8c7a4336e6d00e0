"""The tables of rights."""

from ecotone.rights.models.correcting import Correction, CorrectionStep

__all__ = ["Correction", "CorrectionStep"]
