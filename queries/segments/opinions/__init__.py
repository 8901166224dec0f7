"""Segmentations by what customers say."""
