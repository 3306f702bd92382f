"""Tests of the house, in the same rooms as the code."""
