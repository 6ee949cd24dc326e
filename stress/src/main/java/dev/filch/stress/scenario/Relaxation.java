package dev.filch.stress.scenario;

/** Why an operation may have a result that no order of indivisible operations explains. */
enum Relaxation {

    /** Linearizable: the operation takes effect in one step. */
    NONE(""),
    UNFINISHED("does not wait for a thread that has claimed a slot and not finished"),
    RUNS("moves one run of slots after another, and does not wait for claimed slots"),
    ESTIMATE("reads head and tail one after the other"),
    TAIL_FIRST("reads tail and then head, which a forceOffer moves together"),
    SLOT_BY_SLOT("reads one slot after another, and skips unpublished ones"),
    LOST_RACE("gives up if another thread has taken an element"),
    COUNTS_FIRST("counts the elements before it claims half of them, and takes one beside another thief's reservation"),
    LOST_RACE_OR_COUNTS_FIRST("counts the elements before it claims half of them, and gives up if it loses the race"),
    ONE_BY_ONE("moves one element after another"),
    CASE_BY_CASE("tries one case after another"),
    CLAIMS_FIRST("claims a slot before it removes the oldest element, or finds the structure closed"),
    COUNTED_LATER("reads a count that a send increments after it has dropped an element"),
    REFUSED_TICKET("counts an offer that will be refused"),
    REPORTS_AFTERWARDS("reads the head after it has added its element");

    final String reason;

    Relaxation(String reason) {
        this.reason = reason;
    }
}
