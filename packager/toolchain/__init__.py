"""C toolchains: `docker` (images made from containers/) and `local` (ziglang, clang or gcc). Job -> files."""
