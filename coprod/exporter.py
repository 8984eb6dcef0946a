"""Where nbconvert looks for the exporter; it lies in `coprod.pages`."""

from coprod.pages.exporter import CoprodExporter

__all__ = ["CoprodExporter"]
