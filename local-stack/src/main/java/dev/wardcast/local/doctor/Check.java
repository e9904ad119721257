package dev.wardcast.local.doctor;

import java.util.List;

/** One thing to look at. It changes nothing. */
interface Check {

    /** What {@link #examine} looks at, in a word or two. */
    String subject();

    /** Whatever is thrown becomes a failure that names the subject. */
    List<Finding> examine() throws Exception;
}
