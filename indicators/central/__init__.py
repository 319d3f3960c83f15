"""The report to the central system (báo cáo lên hệ thống trung ương), in the form it asks for."""
