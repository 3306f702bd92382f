"""The offer put together for the press: terms, fees, commission, simulations or the plan, requirements, time plan."""
