/* The reclamation protocol of Sources/RecordStore/Table: does a reader ever look at memory that was freed, and is
 * everything freed in the end?
 *
 *   here                        in the code
 *   --------------------------  -------------------------------------------------------------------
 *   current                     Epochs.current
 *   published                   whatever readers start from: a slot of the table, its array, Published
 *   announced[r]                ReaderSlot.epoch as the writer sees it; 0 outside of sections
 *   announcing[r]               the store to it, still in the store buffer of the reader's processor
 *   announcing[r] == 0          the fence in ReadSection.init: waits for the store buffer to drain
 *   publishing, counting        the writer's stores to published and current, still in its store buffer
 *   both drained                the fence in Epochs.write
 *   retiredIn[b]                the epoch of an entry of Garbage; 0 when the block is not in there
 *   the scan, reader by reader  ReaderSlots.oldestEpoch
 *   freed[b]                    Garbage.free; the memory is given out again by `take`
 *
 * Two readers with two sections each, one writer, three blocks. Every processor has a store buffer that drains in order
 * and at any moment: a store may be seen later than the loads that follow it, which is the reordering that the fences
 * are for. The other orders come from the acquiring loads and releasing stores of the code, and hold here by themselves.
 *
 * -DNO_READER_BARRIER and -DNO_WRITER_BARRIER leave one fence out, -DNO_BARRIER both: each is found wrong.
 */

#ifdef NO_BARRIER
#define NO_READER_BARRIER
#define NO_WRITER_BARRIER
#endif

#define BLOCKS 3
#define UPDATES 3
#define SECTIONS 2
#define NONE 255

byte current = 1;
byte published = 0;
byte publishing = NONE;
byte counting = 0;
byte announced[2];
byte announcing[2];

bool freed[BLOCKS];
byte retiredIn[BLOCKS];
/* How often the memory of a block was given out: tells a reader that it was under its eyes. */
byte life[BLOCKS];
byte readersLeft = 2;

active proctype StoreBuffers() {
end:
    do
    :: atomic { publishing != NONE -> published = publishing; publishing = NONE }
    :: atomic { publishing == NONE && counting != 0 -> current = counting; counting = 0 }
    :: atomic { announcing[0] != 0 -> announced[0] = announcing[0]; announcing[0] = 0 }
    :: atomic { announcing[1] != 0 -> announced[1] = announcing[1]; announcing[1] = 0 }
    od
}

proctype Reader(byte me) {
    byte epoch, block, seen, section;
    for (section : 1 .. SECTIONS) {
        /* ReadSection.init: the epoch may be out of date before it is announced. */
        epoch = current;
        announcing[me] = epoch;
#ifndef NO_READER_BARRIER
        announcing[me] == 0;
#endif
        /* A lookup, and two looks at what it found. */
        atomic { block = published; seen = life[block] }
        assert(!freed[block] && life[block] == seen);
        assert(!freed[block] && life[block] == seen);
        /* ReadSection.deinit: seen after the announcement and after all looks. */
        atomic { announcing[me] == 0 -> announced[me] = 0 }
    }
    readersLeft--
}

/* Epochs.write after its body: counts the epoch up, and frees what was retired before any announced one. */
inline reclaim() {
    epoch++;
    counting = epoch;
#ifndef NO_WRITER_BARRIER
    publishing == NONE && counting == 0;
#endif
    oldest = NONE;
    for (r : 0 .. 1) {
        atomic {
            if
            :: announced[r] != 0 && announced[r] < oldest -> oldest = announced[r]
            :: else
            fi
        }
    }
    for (b : 0 .. BLOCKS - 1) {
        atomic {
            if
            :: retiredIn[b] != 0 && retiredIn[b] < oldest -> retiredIn[b] = 0; freed[b] = true
            :: else
            fi
        }
    }
    /* Room in the model's store buffer. */
    publishing == NONE && counting == 0
}

/* Memory for the next block, or NONE: then nothing is published this time. */
inline take() {
    atomic {
        if
        :: freed[0] -> fresh = 0
        :: freed[1] -> fresh = 1
        :: freed[2] -> fresh = 2
        :: else -> fresh = NONE
        fi;
        if
        :: fresh != NONE -> freed[fresh] = false; life[fresh]++
        :: else
        fi
    }
}

active proctype Writer() {
    byte present = 0, epoch = 1, fresh, oldest, r, b, update;
    atomic {
        freed[1] = true;
        freed[2] = true;
        run Reader(0);
        run Reader(1)
    }
    for (update : 1 .. UPDATES) {
        take();
        if
        :: fresh != NONE ->
            publishing = fresh;
            retiredIn[present] = epoch;
            present = fresh
        :: else
        fi;
        reclaim()
    }

    /* Once the readers are gone, one more turn leaves nothing but what is published. */
    readersLeft == 0;
    reclaim();
    for (b : 0 .. BLOCKS - 1) { assert(freed[b] == (b != present)) }
    assert(published == present)
}
