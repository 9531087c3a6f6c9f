static mut A: [[u8; 4]; 3] = [[0; 4]; 3];
#[datarace::check] pub fn run() -> String {
    unsafe {
        for i in 0..3 {
            for j in 0..4 {
                A[i][j] = (i * 4 + j) as u8;
            }
        }
        A[1][2] += A[0][3];
        let row = A[1];
        let r = &A[2];
        let m = &mut A[0];
        m[0] = 9;
        let sl = &A[1][1..3];
        let ms = &mut A[2][..];
        ms.reverse();
        let all: u32 = A.iter().flatten().map(|&x| x as u32).sum();
        format!("{row:?} {} {sl:?} {all} {}", r.len(), A.len())
    }
}
