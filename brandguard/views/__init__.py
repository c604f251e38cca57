"""The screens of those who keep rules and approved texts. For everybody else they do not exist."""
