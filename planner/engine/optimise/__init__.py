"""Mixed-integer programs from small blocks, solved by HiGHS and checked again in numpy."""
