"""Reads of the desk, by what they are about. Every one takes the seller whose desk it is, or the viewer who asks."""
