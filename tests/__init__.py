"""The tests mirror the code, one file per file; laws and journeys stand beside."""
