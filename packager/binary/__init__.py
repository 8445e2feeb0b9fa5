"""Program -> Artifact: tables encoded, the runtime's C generated, objects linked, a label on every byte."""
