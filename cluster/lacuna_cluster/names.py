"""Things of the reader's own code by their names: module:function."""

import contextlib
import importlib
import sys

from . import Refused


@contextlib.contextmanager
def importing_from(folders):
    """Lets modules be found in these folders, before any others."""
    own = [folder for folder in folders if folder not in sys.path]
    sys.path[:0] = own
    try:
        yield
    finally:
        for folder in own:
            sys.path.remove(folder)


def named_object(name, folders):
    """What `module:function` names; `module:function()` is what the call gives, without arguments."""
    module, _, path = name.partition(":")
    called = path.endswith("()")
    path = path[:-2] if called else path
    if not module or not all(step.isidentifier() for step in path.split(".")):
        raise Refused(f'Expected module:function, got "{name}".')
    with importing_from(folders):
        try:
            found = importlib.import_module(module)
            for step in path.split("."):
                found = getattr(found, step)
        except (ImportError, AttributeError) as error:
            places = ", ".join(folders)
            raise Refused(
                f'Expected {name} to be code in a module found in {places}, got "{error}".'
            ) from error
        return found() if called else found
