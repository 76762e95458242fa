"""Jupyter's own reading, writing and checking of notebooks, for tests to compare with.

rewrite  IN OUT   read every notebook of IN as Jupyter does and write it to OUT
save     IN OUT   the same through the notebook server's file manager, as its Save button does
validate IN       print one line "name: message" for each notebook of IN that breaks the schema
"""
import json
import os
import sys
import warnings

import nbformat
from nbformat.validator import iter_validate

warnings.simplefilter("ignore")


def rewrite(source, target):
    for name in sorted(os.listdir(source)):
        notebook = nbformat.read(os.path.join(source, name), as_version=4)
        nbformat.write(notebook, os.path.join(target, name))


def save(source, target):
    from notebook.services.contents.filemanager import FileContentsManager

    reader, writer = FileContentsManager(root_dir=source), FileContentsManager(root_dir=target)
    for name in sorted(os.listdir(source)):
        model = reader.get(name)
        # What travels between server and browser is JSON.
        model = {"type": "notebook", "content": json.loads(json.dumps(model["content"]))}
        writer.save(model, name)


def validate(source):
    for name in sorted(os.listdir(source)):
        with open(os.path.join(source, name), encoding="utf-8") as file:
            notebook = json.load(file)
        ids = [cell["id"] for cell in notebook["cells"]]
        if len(set(ids)) < len(ids):
            print(f"{name}: cell ids repeat")
        # Unknown keys are kept on purpose, and what metadata means is its owner's affair.
        for error in iter_validate(notebook, relax_add_props=True):
            if "metadata" not in error.absolute_path:
                print(f"{name}: {error.message}"[:300].replace("\n", " "), error.absolute_path)


{"rewrite": rewrite, "save": save, "validate": validate}[sys.argv[1]](*sys.argv[2:])
