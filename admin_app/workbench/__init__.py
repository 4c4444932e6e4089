"""工作台 (the workbench): the start page with the user's pending work."""
