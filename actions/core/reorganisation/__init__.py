"""机构改革: what the verbs that reorganise units, and those that close offices, have in common."""
