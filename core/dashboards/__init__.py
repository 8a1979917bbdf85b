"""What dashboards say, worked out from running sums. Pure functions; the pages are gateway/web/dashboards.

    subject.py   what a dashboard is about, and what lies below it    figures.py  one row of numbers
    overview.py  all numbers of one subject                           fair.py     offices compared by the same measure
"""  # fmt: skip
