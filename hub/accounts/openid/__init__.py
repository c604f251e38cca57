"""The company's own sign-in by OpenID Connect: allauth's provider, read more strictly."""
