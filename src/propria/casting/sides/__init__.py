"""The scenes of one role, kept encrypted and opened to whoever may read its brief."""
