"""The guard's screens in the admin: rules and approved texts for those who keep them, the chooser for those who write."""
