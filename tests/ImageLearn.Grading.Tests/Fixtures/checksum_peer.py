"""nbgrader's cell checksum, restated from its documentation of compute_checksum, for checksums.json beside this file.

    python3 checksum_peer.py > checksums.json
"""
import hashlib
import itertools
import json

SOURCES = ["", "x = 1", "static double F() => 1;\n// end\n", "  spaces  ", "αβγ ∑ 😀", "a\r\nb"]
FLAGS = [  # grade, solution, locked
    (True, False, True), (True, False, False), (True, True, False), (False, True, False), (False, False, True), (False, True, True),
]
POINTS = [0, 1, 3, 2.5, 0.1, 12345]


def checksum(source, cell_type, grade, solution, locked, grade_id, points):
    read_only = (grade or locked) and not solution
    digest = hashlib.md5()
    for part in (source, cell_type, str(grade), str(solution), str(read_only), grade_id):
        digest.update(part.encode("utf-8"))
    if grade:
        digest.update(str(float(points)).encode("utf-8"))
    return digest.hexdigest()


cases = []
for i, (source, flags) in enumerate(itertools.product(SOURCES, FLAGS)):
    grade, solution, locked = flags
    cell_type = "markdown" if grade == solution and i % 2 else "code"
    points = POINTS[i % len(POINTS)]
    cases.append({
        "source": source, "cell_type": cell_type, "grade": grade, "solution": solution, "locked": locked,
        "grade_id": f"cell-{i}", "points": points,
        "checksum": checksum(source, cell_type, grade, solution, locked, f"cell-{i}", points),
    })
print(json.dumps(cases, indent=1, ensure_ascii=False))
