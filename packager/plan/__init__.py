"""The planner: Graph + NeedsOf -> Plan (views, order, lifetimes, arena offsets), and the checker that proves it."""
