package dev.cortado.router.feedback;

/// What a rater says of an answer.
public sealed interface Remark {

    RatingKind kind();

    /// @param value 0..1
    record Score(double value) implements Remark {
        public Score {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("score must be 0 to 1, not " + value);
            }
        }

        @Override
        public RatingKind kind() {
            return RatingKind.SCORE;
        }
    }

    record Thumbs(boolean up) implements Remark {
        @Override
        public RatingKind kind() {
            return RatingKind.THUMBS;
        }
    }

    /// What became of the answer: how much that says is for the organisation to weigh.
    ///
    /// @param kind opened, clicked or replied
    record Engagement(RatingKind kind) implements Remark {
        public Engagement {
            if (kind == RatingKind.SCORE || kind == RatingKind.THUMBS) {
                throw new IllegalArgumentException(kind.word() + " is no engagement");
            }
        }
    }
}
