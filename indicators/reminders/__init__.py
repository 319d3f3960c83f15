"""Reminders (nhắc báo cáo): what units owe, told to those who report for them."""

from indicators.reminders.due import Plan, Reminder, planned
from indicators.reminders.send import Outcome, send_due
from indicators.reminders.words import Sender, plan_name

__all__ = ["Outcome", "Plan", "Reminder", "Sender", "plan_name", "planned", "send_due"]
