import pytest

from mapping.opening import is_wanted


@pytest.mark.parametrize(
    ("environment", "platform", "wanted"),
    [
        ({"KNOW_YOUR_PATCH_OPEN": "1", "DISPLAY": ":0"}, "linux", True),
        ({"KNOW_YOUR_PATCH_OPEN": "1"}, "linux", False),
        ({"KNOW_YOUR_PATCH_OPEN": "1"}, "darwin", True),
        ({"DISPLAY": ":0"}, "linux", False),
    ],
)
def test_a_browser_is_opened_only_when_asked_for_and_where_there_is_a_screen(
    environment, platform, wanted
):
    assert is_wanted(environment, platform) is wanted
