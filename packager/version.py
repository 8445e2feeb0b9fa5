"""The version of pack: part of every lock file, and of the distribution."""

VERSION = "0.1.0"
