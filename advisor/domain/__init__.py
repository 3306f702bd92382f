"""The law: values, rules, arithmetic. No I/O, no clock, no framework."""
