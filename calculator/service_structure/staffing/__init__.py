"""The staffing model: pools of agents, their waits and what each structure costs."""
