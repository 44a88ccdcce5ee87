package org.variometer.quickstart.generator;

/** How a layer sees the planned records. */
enum View {
  /** Sessions as they are. */
  BATCH {
    @Override
    int part(Place place) {
      return 0;
    }

    @Override
    int visit(Place place) {
      return place.visit();
    }

    @Override
    boolean stands(PlannedRecord planned) {
      return planned.standsInBatch();
    }
  },
  /** Each piece for itself. */
  STREAM {
    @Override
    int part(Place place) {
      return place.piece();
    }

    @Override
    int visit(Place place) {
      return place.pieceVisit();
    }

    @Override
    boolean stands(PlannedRecord planned) {
      return planned.standsInStream();
    }
  };

  /** Which of the sessions that the layer makes of a planned one. */
  abstract int part(Place place);

  /** Which visit in it, in order of time. */
  abstract int visit(Place place);

  /** Whether the record is the one of its identity that counts. */
  abstract boolean stands(PlannedRecord planned);
}
