"""The map: the Scottish Government's table of data zones, with SIMD and localities, outlines, and postcodes."""
