"""The screens of notebooks 03 to 05: read and tag, gather codes, settle, write."""

from coprod.write.screens.codebook_file import Adopt
from coprod.write.screens.codes import Divide, Gather
from coprod.write.screens.findings import Findings
from coprod.write.screens.readers import Apart, Settle
from coprod.write.tagger import Tagger

__all__ = ["Adopt", "Apart", "Divide", "Findings", "Gather", "Settle", "Tagger"]
