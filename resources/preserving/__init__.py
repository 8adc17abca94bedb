"""The whole library as a bag (BagIt, RFC 8493) that outlasts this software, and back."""
