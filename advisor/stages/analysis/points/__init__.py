"""A corner of the analysis room: figures in detail, control points, and the transparent points list (ES-19, ZA-02)."""
