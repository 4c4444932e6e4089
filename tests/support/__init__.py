"""The cast, factories, doors and engines that tests stand on; no test lives here but of these."""
