"""The key of a private try-out is made once, whoever asks first."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from hub.config.environment import local_secret

pytestmark = pytest.mark.one_engine


def test_many_who_start_at_once_have_the_same_whole_key(tmp_path):
    for number in range(30):
        folder = tmp_path / str(number)
        with ThreadPoolExecutor(8) as many:
            keys = set(many.map(lambda _, folder=folder: local_secret(folder), range(8)))
        assert len(keys) == 1
        assert len(keys.pop()) >= 60
        assert [path.name for path in folder.iterdir()] == ["secret_key"]
        assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
