"""The benchmark: what the dashboard does on this machine, every figure beside its reference in the same run.

`python -m bench` runs it. A file a job: `reruns`, `start`, `routes`, `million`, `browser`, `load`; what they
share is in `servers` (processes), `sessions` (a reader's session as a browser holds it), `steps` (what readers click,
and what must then be on the page) and `report` (figures, goals, table).
"""
