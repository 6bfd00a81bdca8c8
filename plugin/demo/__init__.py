"""`twinseal demo`: the tool and a practice LMS, side by side on this machine, with a story to walk."""
