package dev.filch.stress.scenario;

/** Why an operation may answer what no order of indivisible operations explains. */
enum Relaxation {

    /** Linearizable: the operation takes effect in one step. */
    NONE(""),
    UNFINISHED("does not wait for a thread that has claimed a slot and not finished with it"),
    RUNS("moves one run of slots after another, and does not wait for a slot that is claimed and not finished"),
    ESTIMATE("reads one end after the other"),
    SLOT_BY_SLOT("reads one slot after another, and leaves out those whose producers have not finished"),
    LOST_RACE("gives up if another thread changed the end that it takes from"),
    COUNTS_FIRST("counts the elements before it claims half of them, and takes one beside another thief's reservation"),
    LOST_RACE_OR_COUNTS_FIRST("counts the elements before it claims half of them, and gives up if it loses the race"),
    ONE_BY_ONE("steals one element after another"),
    REFUSED_TICKET("counts an offer that is about to be refused"),
    TELLS_AFTERWARDS("reads the thieves' end after its element was added");

    private final String reason;

    Relaxation(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
