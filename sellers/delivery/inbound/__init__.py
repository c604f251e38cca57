"""Mail that comes back: bounces, complaints, automatic replies. Reading never raises; what is not understood is "other"."""
