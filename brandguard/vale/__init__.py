"""Vale's styles, so that a company can use the public style guides: read as rules of ours, and ours written as such.

Nothing is imported here: the kinds of rules read from this package while the engine is still being loaded.
"""
