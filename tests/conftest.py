"""What every test can ask for. The services are real; each module of tests/services/ says what it gives."""

pytest_plugins = [
    "tests.services.outside",
    "tests.services.processor_time",
    "tests.services.garbage",
    "tests.services.compiled_once",
    "tests.services.hypotheses",
    "tests.services.postgres",
    "tests.services.redis",
    "tests.services.rasa",
    "tests.services.browser",
    "tests.services.stores",
    "tests.services.object_store",
]
