"""Getting Sign Language MNIST from Kaggle."""

from pathlib import Path

from signread.errors import DataError, MissingExtraError

KAGGLE_NAME = "datamunge/sign-language-mnist"


def fetch() -> Path:
    """Downloads Sign Language MNIST with kagglehub and returns the folder it lies in (kagglehub's own cache).

    Raises DataError, saying how to get the files by hand, when there is no network or Kaggle refuses.
    """
    try:
        import kagglehub
    except ImportError as error:
        raise MissingExtraError("fetching from Kaggle", "train") from error
    try:
        return Path(kagglehub.dataset_download(KAGGLE_NAME))
    except Exception as error:  # requests, urllib3 and kagglehub each have errors of their own
        raise DataError(
            f"Kaggle cannot be reached ({type(error).__name__}); download the data set {KAGGLE_NAME} in a browser "
            "and give the .zip as it is: --data PATH/TO/THE.zip"
        ) from error
