"""More workloads for peers.py, whose folder PEERS names: single picture operations with OpenCV and Pillow, on the inputs of peers.py.
Usage as peers.py: python3 pictures.py NAME [--impl SUBSTRING] [--threads T]"""
import os
import sys

sys.path.insert(0, os.environ["PEERS"])
import peers
from peers import Case, cv_, inp, workload


def page():
    """The page in grey, float32 in 0..1."""
    return (inp("page_rgb").astype("float32") / 255) @ peers.np.array([0.299, 0.587, 0.114], "float32")


@workload
def smooth():
    cv2, grey = cv_(), page()
    total = lambda x: dict(sum=float(x.sum(dtype="float64")))
    yield Case("cv2_gaussian_f32", lambda: cv2.GaussianBlur(grey, (17, 17), 2, borderType=cv2.BORDER_REFLECT), check=total)
    yield Case("cv2_bilateral_f32", lambda: cv2.bilateralFilter(grey, 7, 0.05, 1, borderType=cv2.BORDER_REFLECT), check=total)


@workload
def regions():
    cv2, grey = cv_(), page()
    np = peers.np
    ink = (grey < 0.5).astype("uint8")
    mask = ink.astype("float32")
    total = lambda x: dict(sum=float(x.sum(dtype="float64")))
    for size in (5, 31):
        element = np.ones((size, size), "uint8")
        yield Case(f"cv2_dilate_binary_{size}", lambda element=element: cv2.dilate(ink, element), check=total)
        # From and to the numbers of which our masks are.
        yield Case(f"cv2_dilate_mask_{size}", lambda element=element: cv2.dilate(mask.astype("uint8"), element).astype("float32"), check=total)
        yield Case(f"cv2_dilate_f32_{size}", lambda element=element: cv2.dilate(grey, element), check=total)
    yield Case("cv2_components", lambda: cv2.connectedComponentsWithStats(ink, connectivity=8), check=lambda r: dict(components=r[0] - 1))


@workload
def photograph():
    from PIL import Image
    path = os.path.join(peers.INPUT_DIR, "photograph.jpg")   # our own case writes it

    def decode():
        with Image.open(path) as image:
            return peers.np.asarray(image.convert("RGB"))
    yield Case("pillow_jpeg_4032x3024", decode, check=lambda x: dict(mean=float(x.mean())))


if __name__ == "__main__":
    peers.ARGS = peers.parse_args()
    peers.BLAS = peers.boot(peers.ARGS)
    peers.THREADS = peers.ARGS.threads
    peers.run_workload(peers.ARGS.name)
