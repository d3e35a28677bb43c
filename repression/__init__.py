"""Repression statistics on Belarus: from raw exports to figures that can be cited and defended."""
