"""How far the work is: one line that changes on a terminal, plain lines in a log."""

import sys
import time


class Progress:
    """Counts predictions (images times networks); `note` prints a line of its own."""

    def __init__(self, total, stream=sys.stderr):
        self.total, self.done, self.stream = total, 0, stream
        self.began, self.fresh = time.monotonic(), 0
        self.live = stream.isatty()

    def note(self, text):
        """A line that stays."""
        if self.live:
            self.stream.write("\r\x1b[K")
        stamp = "" if self.live else time.strftime("%Y-%m-%d %H:%M:%S ")
        self.stream.write(f"{stamp}{text}\n")
        self.stream.flush()
        if self.live and self.done < self.total:
            self.show()

    def kept(self, count):
        """Predictions that were there before; they do not count as speed."""
        self.done += count

    def finished(self, count, text):
        self.done += count
        self.fresh += count
        if self.live:
            self.show()
        else:
            self.note(f"{text}; {self.words()}")

    def show(self):
        self.stream.write(f"\r\x1b[K{self.words()}")
        self.stream.flush()

    def words(self):
        share = self.done / max(self.total, 1)
        spent = time.monotonic() - self.began
        if self.fresh == 0 or self.done >= self.total:
            return f"{share:.0%} of {self.total:,} predictions"
        rate = self.fresh / max(spent, 1e-9)
        left = duration((self.total - self.done) / rate)
        return f"{share:.0%} of {self.total:,} predictions, {rate:,.0f} a second, about {left} left"

    def end(self):
        if self.live:
            self.stream.write("\r\x1b[K")


def duration(seconds):
    """Seconds in words: 40 s, 12 min, 3 h 05 min."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"
