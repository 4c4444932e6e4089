"""The tests mirror the code, one file per module; laws and journeys are separate."""
